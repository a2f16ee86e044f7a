# terraform test, against "injixo emulator" and never against an account of people.

variables {
  five9_password = "only-for-the-emulator"
}

run "plan_says_what_would_be_made" {
  command = plan

  assert {
    condition     = length(injixo_integration_five9.region) == 2
    error_message = "There is one integration for each region."
  }

  assert {
    condition     = injixo_integration_five9.region["Five9 US"].region == "US"
    error_message = "The region is handed on."
  }
}

run "apply_makes_it" {
  assert {
    condition     = alltrue([for item in injixo_integration_five9.region : item.status == "operational"])
    error_message = "Every integration works after its first import."
  }

  assert {
    condition     = length(injixo_workload.region["Five9 EU"].queue_ids) == 2
    error_message = "The workload has the queues of its integration."
  }
}

run "another_region_is_added" {
  variables {
    regions = {
      "Five9 EU" = { region = "EU", time_zone = "Europe/Berlin", queues = ["Sales"] }
      "Five9 US" = { region = "US", time_zone = "America/New_York", queues = ["Sales"] }
      "Five9 CA" = { region = "CA", time_zone = "America/Toronto", queues = ["Sales"] }
    }
  }

  assert {
    condition     = output.integrations["Five9 EU"] == run.apply_makes_it.integrations["Five9 EU"]
    error_message = "What was there stays."
  }
}
