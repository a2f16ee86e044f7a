resource "injixo_integration_five9" "example" {
  name                   = "Five9 EU"
  username               = "injixo@acme.example"
  region                 = "EU"
  queue_grouping         = "skill"
  password_wo            = var.password
  credentials_wo_version = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
