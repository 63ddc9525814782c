# Erin: de SARIF van `kamerbrief check`, van een of meer delen (jq -s). Eruit: hetzelfde als Code Quality van GitLab.
[ .[].runs[].results[]
  | .locations[0].physicalLocation as $waar
  | { description: .message.text,
      check_name: .ruleId,
      severity: ({ error: "blocker", warning: "minor", note: "info" }[.level] // "info"),
      location: { path: $waar.artifactLocation.uri, lines: { begin: ($waar.region.startLine // 1) } } } ]
# Een melding blijft dezelfde als zij een regel opschuift; de tweede die hetzelfde zegt, krijgt een nummer.
| group_by([.location.path, .check_name, .description])
| map(to_entries[] | .value + { fingerprint: ([.value.check_name, .value.location.path, .value.description, .key] | tostring | @base64) })
