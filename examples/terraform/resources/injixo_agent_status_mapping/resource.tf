resource "injixo_integration_five9" "eu" {
  name                   = "Five9 EU"
  username               = "injixo@acme.example"
  password_wo            = var.five9_password
  credentials_wo_version = "2026-11"
  region                 = "EU"
  queue_grouping         = "skill"
}

resource "injixo_agent_status_mapping" "eu" {
  integration_id = injixo_integration_five9.eu.id

  # The user name in Five9, and the person in injixo.
  users = {
    "alice.f9" = "alice@acme.example"
  }

  # The status in Five9, and the activity in injixo. Everything else means Present.
  statuses = {
    Ready = "Calls"
  }
}

variable "five9_password" {
  type      = string
  sensitive = true
  ephemeral = true
}
