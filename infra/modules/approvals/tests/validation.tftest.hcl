mock_provider "aws" {
  source = "../../tests/mocks"
}

run "a_name_that_makes_the_approval_topic_fifo" {
  command = plan

  variables {
    name = "release-approvals.fifo"
  }

  expect_failures = [var.name]
}

run "a_wildcard_for_a_pipeline" {
  command = plan

  variables {
    pipelines = { "*" = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_wildcard_for_a_stage" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "*", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_wildcard_for_an_action" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "App*", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_action_without_its_stage" {
  command = plan

  variables {
    pipelines = { storefront = { action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_stage_without_its_action" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "no_action_at_all" {
  command = plan

  variables {
    pipelines = { storefront = { approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_empty_list_of_actions" {
  command = plan

  variables {
    pipelines = { storefront = { actions = [], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_action_and_a_list" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", actions = ["Uat/Check"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_action_named_twice" {
  command = plan

  variables {
    pipelines = { storefront = { actions = ["Uat/Check", "Uat/Check"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_action_in_the_list_without_its_stage" {
  command = plan

  variables {
    pipelines = { storefront = { actions = ["Check"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_action_with_its_pipeline" {
  command = plan

  variables {
    pipelines = { storefront = { actions = ["storefront/Uat/Check"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_wildcard_in_the_list" {
  command = plan

  variables {
    pipelines = { storefront = { actions = ["Uat/*"], approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "no_pipeline" {
  command = plan

  variables {
    pipelines = {}
  }

  expect_failures = [var.pipelines]
}

run "nobody_to_approve" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [] } }
  }

  expect_failures = [var.pipelines]
}

run "an_approver_twice" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }, { email = "Ana@example.com", name = "Ana" }] } }
  }

  expect_failures = [var.pipelines]
}

run "an_address_that_is_none" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example", name = "Ana Ruiz" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_language_without_texts" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz", language = "fr" }] } }
  }

  expect_failures = [var.pipelines]
}

run "a_time_zone_that_is_an_offset" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz", time_zone = "+01:00" }] } }
  }

  expect_failures = [var.pipelines]
}

run "more_approvals_than_approvers" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], approvals_needed = 2 } }
  }

  expect_failures = [var.pipelines]
}

run "a_staging_address_instead_of_a_host" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], staging_hosts = ["https://staging.example.com"] } }
  }

  expect_failures = [var.pipelines]
}

run "a_pattern_of_a_whole_top_level_domain" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], staging_hosts = ["*.com"] } }
  }

  expect_failures = [var.pipelines]
}

run "a_pattern_in_the_middle_of_a_name" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], notes_hosts = ["pr-*.staging.example.com"] } }
  }

  expect_failures = [var.pipelines]
}

run "an_author_domain_with_a_pattern" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], author_domains = ["*.example.com"] } }
  }

  expect_failures = [var.pipelines]
}

run "no_time_to_decide" {
  command = plan

  variables {
    pipelines = { storefront = { stage = "Approval", action = "Approve", approvers = [{ email = "ana@example.com", name = "Ana Ruiz" }], decide_within_minutes = 0 } }
  }

  expect_failures = [var.pipelines]
}

run "a_base_url_with_a_path" {
  command = plan

  variables {
    base_url = "https://approve.example.com/approvals"
  }

  expect_failures = [var.base_url]
}

run "a_base_url_without_encryption" {
  command = plan

  variables {
    base_url = "http://approve.example.com"
  }

  expect_failures = [var.base_url]
}

run "a_base_url_that_leads_nowhere" {
  command = plan

  variables {
    base_url = "https://approvals.invalid"
  }

  expect_failures = [var.base_url]
}

run "a_sender_of_another_domain" {
  command = plan

  variables {
    sender_domain = "example.org"
  }

  expect_failures = [var.sender_domain]
}

run "a_sender_domain_that_only_ends_alike" {
  command = plan

  variables {
    sender        = "releases@notexample.com"
    sender_domain = "example.com"
  }

  expect_failures = [var.sender_domain]
}

run "a_sender_with_a_quoted_name" {
  command = plan

  variables {
    sender = "\"Releases, all\" <releases@example.com>"
  }

  expect_failures = [var.sender]
}

run "another_delivery" {
  command = plan

  variables {
    delivery = "email"
  }

  expect_failures = [var.delivery]
}

run "a_publisher_with_a_wildcard" {
  command = plan

  variables {
    publisher_role_arns = ["arn:aws:iam::123456789012:role/*"]
  }

  expect_failures = [var.publisher_role_arns]
}

run "an_alias_instead_of_the_key" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:alias/switchboard"
  }

  expect_failures = [var.kms_key_arn]
}

run "a_brand_with_a_name_of_two_lines" {
  command = plan

  variables {
    brand = { name = "Example\nLtd" }
  }

  expect_failures = [var.brand]
}

run "a_brand_with_a_color_by_name" {
  command = plan

  variables {
    brand = { accent = "teal" }
  }

  expect_failures = [var.brand]
}

run "a_brand_with_a_color_for_dark_grounds_alone" {
  command = plan

  variables {
    brand = { accent_on_dark = "#6fd3bf" }
  }

  expect_failures = [var.brand]
}

run "a_logo_that_is_no_png" {
  command = plan

  variables {
    brand = { logo_file = "variables.tf" }
  }

  expect_failures = [var.brand]
}

run "a_logo_that_is_not_there" {
  command = plan

  variables {
    brand = { logo_file = "tests/none.png" }
  }

  expect_failures = [var.brand]
}

run "a_brand_with_a_name_in_its_contact" {
  command = plan

  variables {
    brand = { contact = "Help <help@example.com>" }
  }

  expect_failures = [var.brand]
}

run "an_artifact_is_missing" {
  command = plan

  variables {
    artifacts = { approval-request = { bucket = "artifacts-example", key = "lambda/approval-request.zip", code_sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } }
  }

  expect_failures = [var.artifacts]
}

run "too_many_approvers_for_the_environment" {
  command = plan

  variables {
    pipelines = {
      one   = { stage = "Approval", action = "Approve", approvers = [for number in range(20) : { email = "approver-${number}@example.com", name = "Approver Number ${number}", language = "en", time_zone = "Europe/Berlin" }] }
      two   = { stage = "Approval", action = "Approve", approvers = [for number in range(20) : { email = "approver-${number}@example.com", name = "Approver Number ${number}", language = "en", time_zone = "Europe/Berlin" }] }
      three = { stage = "Approval", action = "Approve", approvers = [for number in range(20) : { email = "approver-${number}@example.com", name = "Approver Number ${number}", language = "en", time_zone = "Europe/Berlin" }] }
    }
  }

  expect_failures = [output.functions]
}

run "twenty_approvers_of_one_pipeline_fit" {
  command = plan

  variables {
    pipelines = {
      one = { stage = "Approval", action = "Approve", approvers = [for number in range(20) : { email = "approver-${number}@example.com", name = "Approver Number ${number}", language = "en", time_zone = "Europe/Berlin" }] }
    }
  }

  assert {
    condition     = local.environment_bytes > 2000 && local.environment_bytes <= 4096
    error_message = "Twenty approvers of one pipeline take ${local.environment_bytes} bytes."
  }
}

# With the real table and functions, which the other tests override.
run "everything_fits_together" {
  command = plan

  variables {
    delivery = "queue"
  }

  assert {
    condition     = module.table.table_name == "approvals" && output.functions["approval-decision"].alias_name == "live"
    error_message = "The modules do not fit together."
  }
}

run "an_approval_topic_that_is_fifo" {
  override_module {
    target = module.table
    outputs = {
      table_name              = "approvals"
      table_arn               = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"
      open_requests_index_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals/index/open-requests"
    }
  }

  override_resource {
    target = aws_sns_topic.this
    values = { arn = "arn:aws:sns:us-east-1:123456789012:release-approvals.fifo" }
  }

  expect_failures = [output.topic_arn]
}
