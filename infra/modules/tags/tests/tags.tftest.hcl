variables {
  environment = "dev"
  owner       = "contact-center"
  cost_center = "CC-1234"
  repository  = "example/switchboard"
}

run "are_the_same_in_every_release" {
  assert {
    condition = output.tags == tomap({
      Project     = "switchboard"
      Environment = "dev"
      Owner       = "contact-center"
      CostCenter  = "CC-1234"
      Repository  = "example/switchboard"
      ManagedBy   = "terraform"
    })
    error_message = "These six, and nothing that a release changes: ${jsonencode(output.tags)}"
  }
}

run "refuses_another_environment" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "refuses_no_owner" {
  command = plan

  variables {
    owner = ""
  }

  expect_failures = [var.owner]
}

run "refuses_an_owner_that_no_tag_can_hold" {
  command = plan

  variables {
    owner = "contact center (voice)"
  }

  expect_failures = [var.owner]
}

run "refuses_a_cost_center_with_blanks" {
  command = plan

  variables {
    cost_center = "CC 1234"
  }

  expect_failures = [var.cost_center]
}

run "refuses_a_repository_address" {
  command = plan

  variables {
    repository = "https://git.example.com/example/switchboard"
  }

  expect_failures = [var.repository]
}
