resource "injixo_integration_five9" "eu" {
  name                   = "Five9 EU"
  username               = "injixo@acme.example"
  password_wo            = var.five9_password
  credentials_wo_version = "2026-11"
  region                 = "EU"
  queue_grouping         = "skill"
}

# Runs once, and again whenever the date changes.
resource "injixo_import" "backfill" {
  integration_id = injixo_integration_five9.eu.id
  triggers       = { date = "2026-11-23" }

  timeouts {
    create = "1h"
  }
}

variable "five9_password" {
  type      = string
  sensitive = true
  ephemeral = true
}
