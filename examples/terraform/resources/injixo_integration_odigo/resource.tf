resource "injixo_integration_odigo" "example" {
  name                           = "Odigo"
  username                       = "injixo"
  import_detailed_break_statuses = true
  web_service = {
    url      = "https://odigo.example/ws/acme"
    username = "injixo-ws"
  }
  password_wo            = var.password
  credentials_wo_version = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
