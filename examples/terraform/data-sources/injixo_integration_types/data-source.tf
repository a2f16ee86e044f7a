data "injixo_integration_types" "cloud" {
  delivery_mode = "cloud"
  edition       = "advanced"
}

output "resources" {
  value = data.injixo_integration_types.cloud.types[*].resource_type
}
