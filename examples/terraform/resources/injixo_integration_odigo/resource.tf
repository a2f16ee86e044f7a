resource "injixo_integration_odigo" "example" {
  name                           = "Odigo"
  username                       = "injixo"
  import_detailed_break_statuses = true
  web_service = {
    url      = "https://odigo.example/ws/acme"
    username = "injixo-ws"
  }
  password_wo             = var.password
  web_service_password_wo = var.web_service_password
  credentials_wo_version  = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "web_service_password" {
  type      = string
  sensitive = true
  ephemeral = true
}
