data "injixo_integrations" "team" {
  labels = { team = "workforce" }
}

output "states" {
  value = { for item in data.injixo_integrations.team.integrations : item.name => item.status }
}
