package connectors.files;

/** FTPS that is encrypted from the first byte on. */
class ImplicitFtpsPlaceTest extends FtpPlaceTest {
    @Override
    String encryption() {
        return "implicit";
    }
}
