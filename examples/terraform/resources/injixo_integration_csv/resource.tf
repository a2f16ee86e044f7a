resource "injixo_integration_csv" "example" {
  name             = "Back office CSV"
  import_data      = "contact"
  column_separator = ";"
  time_zone        = "Europe/Berlin"
  preprocessing = {
    skip_empty_rows      = true
    skip_rows_containing = ["Total"]
  }
  layout            = "interval-based"
  interval_length   = 30
  missing_intervals = "fill-with-zero"
  mapping = {
    columns = {
      queue_name = "Queue"
      date = {
        column = "Date"
        format = "DD.MM.YYYY"
      }
      time = {
        column = "Time"
        format = "hh:mm"
      }
      offered = "Offered"
      handled = "Handled"
      aht = {
        column = "AHT"
        unit   = "seconds"
      }
      channel = {
        fixed = "calls"
      }
    }
  }
}
