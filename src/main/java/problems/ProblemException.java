package problems;

/** Carries a {@link Problem} up to whoever answers the person. Its message is the problem's sentence, fit to be shown. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
