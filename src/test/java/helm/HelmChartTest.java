package helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart as Helm itself reads and renders it. */
class HelmChartTest {
    @Test
    void lintFindsNothing() {
        LintResult result = Chart.HELM.lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "replicas                      | 0",
        "replicas                      | three",
        "database.url                  | ''",
        "database.url                  | postgres.data.svc:5432/serai",
        "database.url                  | jdbc:mysql://db/serai",
        "database.url                  | jdbc:postgresql://reader:geheim@db/serai",
        "database.url                  | jdbc:postgresql://db/serai?user=reader&password=geheim",
        "database.app.existingSecret   | ''",
        "database.owner.existingSecret | Not_A_Name",
        "encryption.existingSecret     | ''",
        "encryption.variable           | KEY",
        "admin.existingSecret          | ''",
        "image.digest                  | latest",
        "image.pullPolicy              | Sometimes",
        "service.port                  | 70000",
        "tmpSize                       | lots",
        "networkPolicy.enabled         | maybe",
    })
    void wrongValueIsNamed(String value, String wrong) {
        assertThatThrownBy(() -> Chart.render(Map.of(value, wrong))).hasMessageContaining(value + ":");
    }

    @Test
    void unknownValueIsNamed() {
        assertThatThrownBy(() -> Chart.render(Map.of("replicaCount", 3))).hasMessageContaining("replicaCount");
    }

    @ParameterizedTest
    @CsvSource({"MAIL_PASSWORD, secretEnv.MAIL_PASSWORD", "ENCRYPTION_KEYS, secretEnv.ENCRYPTION_KEYS", "SERVER_PORT, Remove it"})
    void settingThatIsSecretOrTheChartsOwnIsRefused(String name, String remedy) {
        assertThatThrownBy(() -> Chart.render(Map.of("env." + name, "geheim")))
                .hasMessageContaining("env." + name + ":").hasMessageContaining(remedy).hasMessageNotContaining("geheim");
    }

    @Test
    void furtherSettingReachesThePods() {
        assertThat(Chart.render(Map.of("env.EGRESS_MODE", "strict")).one("ConfigMap").at("/data/EGRESS_MODE").asText()).isEqualTo("strict");
    }

    @Test
    void ingressWithoutHostIsRefused() {
        assertThatThrownBy(() -> Chart.render(Map.of("ingress.enabled", true))).hasMessageContaining("ingress.host");
    }

    @Test
    void podMayDoNothingThatItNeedNot() {
        JsonNode pod = Chart.render().pod();
        JsonNode container = pod.at("/containers/0/securityContext");

        assertThat(pod.at("/automountServiceAccountToken")).hasToString("false");
        assertThat(pod.at("/enableServiceLinks")).hasToString("false");
        assertThat(pod.at("/securityContext/runAsNonRoot")).hasToString("true");
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/readOnlyRootFilesystem")).hasToString("true");
        assertThat(container.at("/allowPrivilegeEscalation")).hasToString("false");
        assertThat(container.at("/capabilities/drop")).hasToString("[\"ALL\"]");
        assertThat(Chart.render().one("ServiceAccount").at("/automountServiceAccountToken")).hasToString("false");
    }

    @Test
    void onlyTemporaryVolumesAreWritable() {
        JsonNode pod = Chart.render().pod();

        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("mountPath")).containsExactly("/var/lib/serai", "/tmp");
        assertThat(pod.at("/volumes")).allSatisfy(volume -> assertThat(volume.has("emptyDir")).isTrue());
        assertThat(Chart.render().one("ConfigMap").at("/data/SERAI_HOME").asText()).isEqualTo("/var/lib/serai");
    }

    @Test
    void secretsAreReferencesOnly() {
        Chart.Rendered rendered = Chart.render(Map.of("jasypt.existingSecret", "serai-jasypt",
                "secretEnv.MAIL_PASSWORD.secret", "mail", "secretEnv.MAIL_PASSWORD.key", "password"));
        JsonNode environment = rendered.pod().at("/containers/0/env");

        assertThat(rendered.all("Secret")).isEmpty();
        assertThat(environment).allSatisfy(variable -> assertThat(variable.has("value")).isFalse());
        assertThat(environment).extracting(HelmChartTest::source).containsExactly(
                "SERAI_DATABASE_USERNAME <- serai-database-app/username",
                "SERAI_DATABASE_PASSWORD <- serai-database-app/password",
                "SERAI_DATABASE_OWNER_USERNAME <- serai-database-owner/username",
                "SERAI_DATABASE_OWNER_PASSWORD <- serai-database-owner/password",
                "ENCRYPTION_KEY <- serai-encryption/ENCRYPTION_KEY",
                "SERAI_ADMIN_PASSWORD <- serai-admin/password",
                "SERAI_ADMIN_TOKEN <- serai-admin/token",
                "SERAI_MASTER_PASSWORD <- serai-jasypt/SERAI_MASTER_PASSWORD",
                "MAIL_PASSWORD <- mail/password");
    }

    @Test
    void masterPasswordAndTokenMayBeAbsent() {
        JsonNode environment = Chart.render().pod().at("/containers/0/env");

        assertThat(environment.findValuesAsText("name")).doesNotContain("SERAI_MASTER_PASSWORD");
        assertThat(environment).filteredOn(variable -> variable.at("/valueFrom/secretKeyRef/optional").asBoolean())
                .extracting(variable -> variable.path("name").asText()).containsExactly("SERAI_ADMIN_TOKEN");
    }

    @Test
    void podStartsWithoutSamplesOnTheGivenDatabase() {
        JsonNode settings = Chart.render(Map.of("database.url", "jdbc:postgresql://db/serai?sslmode=verify-full")).one("ConfigMap").at("/data");

        assertThat(settings.path("SERAI_SAMPLES").asText()).isEqualTo("false");
        assertThat(settings.path("SERAI_DATABASE_URL").asText()).isEqualTo("jdbc:postgresql://db/serai?sslmode=verify-full");
        assertThat(settings.path("SERVER_PORT").asText()).isEqualTo("8080");
    }

    @Test
    void probesAskWhetherItLivesAndWhetherItIsReady() {
        JsonNode container = Chart.render().pod().at("/containers/0");

        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8080);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
    }

    @Test
    void lostDatabaseIsNoticedWithinFiveSeconds() {
        JsonNode probe = Chart.render().pod().at("/containers/0/readinessProbe");
        int worst = probe.path("failureThreshold").asInt() * probe.path("periodSeconds").asInt() + probe.path("timeoutSeconds").asInt();

        assertThat(worst).isLessThanOrEqualTo(5);
    }

    @Test
    void updateTakesNoReplicaAwayBeforeTheNextIsReady() {
        JsonNode deployment = Chart.render().one("Deployment");

        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable")).hasToString("0");
        assertThat(Chart.render().pod().at("/terminationGracePeriodSeconds").asInt()).isEqualTo(40);
        assertThat(Chart.render().pod().at("/containers/0/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(5);
    }

    @Test
    void changedSettingStartsNewPods() {
        String before = checksum(Map.of());

        assertThat(checksum(Map.of())).isEqualTo(before);
        assertThat(checksum(Map.of("replicas", 4))).isEqualTo(before);
        assertThat(checksum(Map.of("env.EGRESS_MODE", "strict"))).isNotEqualTo(before);
    }

    @Test
    void replicasAreSpreadAndKeptUp() {
        Chart.Rendered rendered = Chart.render(Map.of("replicas", 3));
        JsonNode budget = rendered.one("PodDisruptionBudget");

        assertThat(rendered.one("Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.at("/spec/selector")).isEqualTo(rendered.one("Deployment").at("/spec/selector"));
        assertThat(rendered.pod().at("/topologySpreadConstraints").findValuesAsText("topologyKey"))
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }

    @Test
    void singleReplicaDoesNotKeepItsNodeFromBeingDrained() {
        assertThat(Chart.render(Map.of("replicas", 1)).all("PodDisruptionBudget")).isEmpty();
    }

    @Test
    void networkIsClosedExceptForNameServersAndDatabase() {
        JsonNode policy = Chart.render().one("NetworkPolicy").at("/spec");

        assertThat(policy.at("/policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(policy.at("/ingress").findValuesAsText("port")).containsExactly("8080");
        assertThat(policy.at("/egress").findValuesAsText("port")).containsExactly("53", "53", "5432");
        assertThat(policy.at("/egress/0/to")).isNotEmpty();
        assertThat(policy.at("/podSelector")).isEqualTo(Chart.render().one("Deployment").at("/spec/selector"));
    }

    @Test
    void sourcesAreOpenedByName() {
        JsonNode egress = Chart.render(Map.of("networkPolicy.egress[0].to[0].ipBlock.cidr", "10.20.0.0/16",
                "networkPolicy.egress[0].ports[0].port", 1433)).one("NetworkPolicy").at("/spec/egress");

        assertThat(egress.at("/2/to/0/ipBlock/cidr").asText()).isEqualTo("10.20.0.0/16");
        assertThat(egress.at("/2/ports/0/port").asInt()).isEqualTo(1433);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "jdbc:postgresql://db/serai               | 5432",
        "jdbc:postgresql://10.0.0.7:6432/serai    | 6432",
        "jdbc:postgresql://a:5433,b,c:5433/serai    | 5433 5432",
    })
    void policyFollowsThePortOfTheDatabase(String url, String ports) {
        JsonNode policy = Chart.render(Map.of("database.url", url)).one("NetworkPolicy");

        assertThat(policy.at("/spec/egress/1/ports").findValuesAsText("port")).containsExactly(ports.split(" "));
    }

    @Test
    void serviceAndIngressLeadToThePods() {
        Chart.Rendered rendered = Chart.render(Map.of("ingress.enabled", true, "ingress.host", "serai.example.com", "ingress.tlsSecret", "serai-tls"));

        assertThat(rendered.one("Service").at("/spec/selector")).isEqualTo(rendered.one("Deployment").at("/spec/selector/matchLabels"));
        assertThat(rendered.one("Service").at("/spec/ports/0/targetPort").asText()).isEqualTo("http");
        assertThat(rendered.one("Ingress").at("/spec/rules/0/host").asText()).isEqualTo("serai.example.com");
        assertThat(rendered.one("Ingress").at("/spec/tls/0/secretName").asText()).isEqualTo("serai-tls");
        assertThat(Chart.render().all("Ingress")).isEmpty();
    }

    @Test
    void signInPagesSendPeopleBackToTheIngressUnlessToldOtherwise() {
        Map<String, Object> ingress = Map.of("ingress.enabled", true, "ingress.host", "serai.example.com");
        assertThat(Chart.render(ingress).one("ConfigMap").at("/data/SERAI_PUBLIC_URL").asText()).isEqualTo("https://serai.example.com");

        Map<String, Object> told = new java.util.HashMap<>(ingress);
        told.put("env.SERAI_PUBLIC_URL", "https://data.example.com");
        assertThat(Chart.render(told).one("ConfigMap").at("/data/SERAI_PUBLIC_URL").asText()).isEqualTo("https://data.example.com");
        assertThat(Chart.render().one("ConfigMap").at("/data/SERAI_PUBLIC_URL").isMissingNode()).isTrue();
    }

    @Test
    void digestWinsOverTheTag() {
        String digest = "sha256:" + "0a".repeat(32);
        JsonNode pod = Chart.render(Map.of("image.repository", "registry.example.com/serai", "image.tag", "7.1.2", "image.digest", digest)).pod();

        assertThat(pod.at("/containers/0/image").asText()).isEqualTo("registry.example.com/serai@" + digest);
        assertThat(Chart.render().pod().at("/containers/0/image").asText()).isEqualTo("serai:0.1.0");
    }

    private String checksum(Map<String, Object> values) {
        return Chart.render(values).one("Deployment").at("/spec/template/metadata/annotations/checksum~1config").asText();
    }

    private static String source(JsonNode variable) {
        JsonNode reference = variable.at("/valueFrom/secretKeyRef");
        return variable.path("name").asText() + " <- " + reference.path("name").asText() + "/" + reference.path("key").asText();
    }
}
