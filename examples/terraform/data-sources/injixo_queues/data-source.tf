data "injixo_queues" "sales" {
  channel = "calls"
  name    = "Sales*"
}

output "sales" {
  value = data.injixo_queues.sales.ids
}
