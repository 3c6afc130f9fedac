{{- define "serai.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "serai.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "serai.labels" -}}
{{ include "serai.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "serai.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* The rules' ports for database.url, which may name several hosts; 5432 for one that names none. */ -}}
{{- define "serai.databasePorts" -}}
{{- $hosts := regexFind "//[^/?]+" .Values.database.url | trimPrefix "//" | splitList "," -}}
{{- $ports := list -}}
{{- range $hosts }}{{- $ports = append $ports (regexFind ":[0-9]+$" . | trimPrefix ":" | default "5432") -}}{{- end -}}
{{- range uniq $ports }}
- port: {{ . }}
  protocol: TCP
{{- end }}
{{- end }}

{{- /* An environment variable out of a Secret: (list NAME secret key). */ -}}
{{- define "serai.fromSecret" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
{{- end }}

{{- /* What the schema cannot say in words that help. */ -}}
{{- define "serai.refusals" -}}
{{- if regexMatch "(?i)[?&](user|password|sslpassword)=" .Values.database.url }}
{{- fail "database.url: it holds a user or a password, which would be stored in clear text. Name a Secret in database.app.existingSecret instead." }}
{{- end }}
{{- range $name, $value := .Values.env }}
{{- if regexMatch "PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|(^|_)KEYS?(_|$)" $name }}
{{- fail (printf "env.%s: by its name it is a secret, which would be stored in clear text. Name a Secret in secretEnv.%s instead." $name $name) }}
{{- end }}
{{- if has $name (list "SERAI_DATABASE_URL" "SERAI_HOME" "SERAI_SAMPLES" "SERVER_ADDRESS" "SERVER_PORT" "JAVA_TOOL_OPTIONS") }}
{{- fail (printf "env.%s: the chart sets it itself. Remove it here." $name) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Every secret of the pod: references only, so that nothing secret is in the rendered chart or in the release that Helm stores. */ -}}
{{- define "serai.secrets" -}}
{{- with .Values.database.app }}
{{ include "serai.fromSecret" (list "SERAI_DATABASE_USERNAME" .existingSecret .usernameKey) }}
{{ include "serai.fromSecret" (list "SERAI_DATABASE_PASSWORD" .existingSecret .passwordKey) }}
{{- end }}
{{- with .Values.database.owner }}
{{ include "serai.fromSecret" (list "SERAI_DATABASE_OWNER_USERNAME" .existingSecret .usernameKey) }}
{{ include "serai.fromSecret" (list "SERAI_DATABASE_OWNER_PASSWORD" .existingSecret .passwordKey) }}
{{- end }}
{{ include "serai.fromSecret" (list .Values.encryption.variable .Values.encryption.existingSecret .Values.encryption.key) }}
{{- with .Values.admin }}
{{ include "serai.fromSecret" (list "SERAI_ADMIN_PASSWORD" .existingSecret .passwordKey) }}
{{ include "serai.fromSecret" (list "SERAI_ADMIN_TOKEN" .existingSecret .tokenKey) }}
      optional: true
{{- end }}
{{- with .Values.jasypt }}
{{- if .existingSecret }}
{{ include "serai.fromSecret" (list "SERAI_MASTER_PASSWORD" .existingSecret .key) }}
{{- end }}
{{- end }}
{{- range $name, $from := .Values.secretEnv }}
{{ include "serai.fromSecret" (list $name $from.secret $from.key) }}
{{- end }}
{{- end }}
