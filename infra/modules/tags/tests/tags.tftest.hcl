variables {
  environment = "dev"
  owner       = "contact-center"
  cost_center = "CC-1234"
  repository  = "example/switchboard"
}

run "without_a_release" {
  assert {
    condition = output.tags == tomap({
      Project     = "switchboard"
      Environment = "dev"
      Owner       = "contact-center"
      CostCenter  = "CC-1234"
      Repository  = "example/switchboard"
      ManagedBy   = "terraform"
    })
    error_message = "The six tags have to be there, and no empty GitSha."
  }
}

run "with_a_release" {
  variables {
    release_sha = "0123456789abcdef0123456789abcdef01234567"
  }

  assert {
    condition = output.tags == tomap({
      Project     = "switchboard"
      Environment = "dev"
      Owner       = "contact-center"
      CostCenter  = "CC-1234"
      Repository  = "example/switchboard"
      ManagedBy   = "terraform"
      GitSha      = "0123456789abcdef0123456789abcdef01234567"
    })
    error_message = "The deployed commit has to be a tag."
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

run "refuses_a_short_commit" {
  command = plan

  variables {
    release_sha = "0123456"
  }

  expect_failures = [var.release_sha]
}
