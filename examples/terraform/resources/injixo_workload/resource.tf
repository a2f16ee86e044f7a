resource "injixo_integration_five9" "eu" {
  name                   = "Five9 EU"
  username               = "injixo@acme.example"
  password_wo            = var.five9_password
  credentials_wo_version = "2026-11"
  region                 = "EU"
  queue_grouping         = "skill"
}

# Its queues appear with the first import, which the integration above waits for.
resource "injixo_workload" "support" {
  name           = "Support calls"
  time_zone      = "Europe/Berlin"
  holiday_region = "DE-BE"

  queues = [
    { integration_id = injixo_integration_five9.eu.id, name = "Customer Support" },
    { integration_id = injixo_integration_five9.eu.id, match = "Back *" },
  ]
}

variable "five9_password" {
  type      = string
  sensitive = true
  ephemeral = true
}
