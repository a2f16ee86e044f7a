data "injixo_activities" "all" {}

output "activities" {
  value = data.injixo_activities.all.activities[*].name
}
