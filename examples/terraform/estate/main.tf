resource "injixo_integration_five9" "region" {
  for_each = var.regions

  name                   = each.key
  labels                 = { team = "workforce" }
  username               = "injixo@acme.example"
  password_wo            = var.five9_password
  credentials_wo_version = var.credentials_version
  region                 = each.value.region
  queue_grouping         = "skill"

  lifecycle {
    prevent_destroy = false # true in production: a replacement brings new queues
  }
}

resource "injixo_workload" "region" {
  for_each = var.regions

  name      = "${each.key}, calls"
  time_zone = each.value.time_zone
  queues = [
    for queue in each.value.queues : {
      integration_id = injixo_integration_five9.region[each.key].id
      name           = queue
    }
  ]
}

output "integrations" {
  description = "Ids by name."
  value       = { for name, item in injixo_integration_five9.region : name => item.id }
}
