resource "injixo_integration_database" "example" {
  name                   = "Warehouse calls"
  username               = "injixo"
  database_type          = "postgresql"
  host                   = "warehouse.acme.example"
  port                   = 5432
  database               = "contacts"
  import_data            = "interval-based"
  interval_length        = 15
  time_zone              = "Europe/Berlin"
  sql_query              = <<-EOT
    SELECT q.id AS queueidentifier,
           q.name AS queuename,
           s.started_at AS timestamp,
           s.offered,
           s.answered,
           s.handling_seconds AS handlingtime
      FROM interval_stats s
      JOIN queues q ON q.id = s.queue_id
  EOT
  password_wo            = var.password
  credentials_wo_version = "2026-11"
}

variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
