data "injixo_integration" "eu" {
  name = "Five9 EU"
}

output "queues" {
  value = data.injixo_integration.eu.queues[*].name
}
