mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  instance_id = "aaaaaaaa-1111-2222-3333-444444444444"
  hours = {
    time_zone = "UTC"
    days      = [{ day = "MONDAY", open = "09:00", close = "17:00" }]
  }
  queue_name             = "Callers"
  allows_console_changes = false
}

run "routing" {
  assert {
    condition = (
      aws_connect_queue.this.name == "Callers" &&
      aws_connect_routing_profile.this.default_outbound_queue_id == aws_connect_queue.this.queue_id &&
      one(aws_connect_routing_profile.this.queue_configs).queue_id == aws_connect_queue.this.queue_id &&
      one(aws_connect_routing_profile.this.queue_configs).channel == "VOICE"
    )
    error_message = "agents are called from the queue"
  }
  assert {
    condition     = one(aws_connect_routing_profile.this.media_concurrencies).concurrency == 1
    error_message = "Amazon Connect takes one voice call at a time, no more"
  }
}

run "developers_view_only" {
  assert {
    condition     = alltrue([for permission in aws_connect_security_profile.developer_view.permissions : endswith(permission, ".View")])
    error_message = "developer-view may hold View permissions only"
  }
  assert {
    condition = length(setintersection(
      aws_connect_security_profile.developer_view.permissions,
      ["ContactSearch.View", "ContactAttributes.View", "MyContacts.View", "RealtimeContactLens.View"],
    )) == 0
    error_message = "contacts hold callers' numbers"
  }
  assert {
    condition     = aws_connect_security_profile.developer_view.name == "developer-view" && contains(aws_connect_security_profile.developer_view.permissions, "ContactFlows.View")
    error_message = "developers see the flows"
  }
  assert {
    condition     = length(aws_connect_security_profile.developer_edit) == 0 && keys(output.security_profile_ids) == ["developer-view", "quality-assurance"]
    error_message = "nobody edits outside the sandbox"
  }
  assert {
    condition     = aws_connect_security_profile.quality_assurance.permissions == aws_connect_security_profile.developer_view.permissions
    error_message = "testers edit nothing where the hours are code"
  }
}

run "testers_edit_hours_in_uat_and_nothing_else" {
  variables {
    hours_managed_in_console = true
  }

  assert {
    condition     = setsubtract(aws_connect_security_profile.quality_assurance.permissions, aws_connect_security_profile.developer_view.permissions) == toset(["HoursOfOperation.Edit"])
    error_message = "testers edit the hours, and nothing else"
  }
  assert {
    condition     = alltrue([for permission in aws_connect_security_profile.developer_view.permissions : endswith(permission, ".View")])
    error_message = "developers edit nothing, in uat neither"
  }
}

run "the_sandbox_may_be_edited" {
  variables {
    allows_console_changes = true
  }

  assert {
    condition     = contains(one(aws_connect_security_profile.developer_edit[*].permissions), "ContactFlows.Publish")
    error_message = "flows are tried out in the sandbox"
  }
  assert {
    condition = alltrue([
      for permission in setsubtract(one(aws_connect_security_profile.developer_edit[*].permissions), aws_connect_security_profile.developer_view.permissions) :
      !anytrue([for kind in ["Users.", "SecurityProfiles.", "PhoneNumbers."] : startswith(permission, kind)]) && !endswith(permission, ".Delete")
    ])
    error_message = "users, security profiles and numbers are not for experiments, and nothing is deleted in the console"
  }
  assert {
    condition     = keys(output.security_profile_ids) == ["developer-edit", "developer-view", "quality-assurance"]
    error_message = "the editing profile is there"
  }
}

run "no_administrator_unless_named" {
  assert {
    condition     = length(aws_connect_user.administrator) == 0 && output.administrator_user_id == null
    error_message = "no user is made unless one is named"
  }
}

run "administrator_without_a_password" {
  variables {
    administrator = { name = "jane.doe@example.com", first_name = "Jane", last_name = "Doe", email = "jane.doe@example.com" }
  }

  assert {
    condition     = aws_connect_user.administrator[0].password == null && aws_connect_user.administrator[0].identity_info[0].email == null
    error_message = "no password in the state; and a SAML user's email is refused by Amazon Connect"
  }
  assert {
    condition = (
      aws_connect_user.administrator[0].name == "jane.doe@example.com" &&
      aws_connect_user.administrator[0].identity_info[0].secondary_email == "jane.doe@example.com" &&
      aws_connect_user.administrator[0].security_profile_ids == toset(["ffffffff-9999-8888-7777-666666666666"]) &&
      aws_connect_user.administrator[0].routing_profile_id == aws_connect_routing_profile.this.routing_profile_id
    )
    error_message = "the administrator has the instance's own profile Admin"
  }
  assert {
    condition     = data.aws_connect_security_profile.admin[0].name == "Admin"
    error_message = "the profile Admin is looked up by its name"
  }
}

run "refuses_an_administrator_who_would_need_a_password" {
  command = plan

  override_data {
    target = data.aws_connect_instance.this[0]
    values = { identity_management_type = "CONNECT_MANAGED" }
  }

  variables {
    administrator = { name = "administrator", first_name = "Jane", last_name = "Doe" }
  }

  expect_failures = [aws_connect_user.administrator]
}

run "refuses_a_name_that_no_identity_provider_sends" {
  command = plan

  variables {
    administrator = { name = "jane doe", first_name = "Jane", last_name = "Doe" }
  }

  expect_failures = [var.administrator]
}

run "refuses_an_administrator_without_a_last_name" {
  command = plan

  variables {
    administrator = { name = "jane", first_name = "Jane", last_name = "" }
  }

  expect_failures = [var.administrator]
}

run "refuses_an_administrator_with_half_an_address" {
  command = plan

  variables {
    administrator = { name = "jane", first_name = "Jane", last_name = "Doe", email = "jane@" }
  }

  expect_failures = [var.administrator]
}

run "refuses_a_queue_without_a_name" {
  command = plan

  variables {
    queue_name = ""
  }

  expect_failures = [var.queue_name]
}
