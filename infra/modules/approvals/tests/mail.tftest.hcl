mock_provider "aws" {
  source = "../../tests/mocks"
}

override_module {
  target = module.table
  outputs = {
    table_name              = "approvals"
    table_arn               = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"
    open_requests_index_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/approvals/index/open-requests"
  }
}

override_resource {
  target = aws_cloudwatch_event_rule.undelivered_mail
  values = { arn = "arn:aws:events:us-east-1:123456789012:rule/release-approvals-undelivered-mail" }
}

override_resource {
  target = aws_cloudwatch_log_group.undelivered_mail
  values = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/release-approvals-undelivered-mail" }
}

run "rules_that_fail_are_told" {
  assert {
    condition     = module.rule_alarm[0].alarm_name == "release-approvals-rules"
    error_message = "A rule fails without a trace unless an alarm watches it."
  }
}

run "mail_is_signed_encrypted_watched_and_not_tracked" {
  assert {
    condition     = aws_sesv2_email_identity.this[0].email_identity == "example.com" && aws_sesv2_email_identity.this[0].dkim_signing_attributes[0].next_signing_key_length == "RSA_2048_BIT"
    error_message = "SES signs for the sender's domain."
  }

  assert {
    condition     = length(aws_sesv2_configuration_set.this.tracking_options) == 0 && length(aws_sesv2_configuration_set.this.vdm_options) == 0
    error_message = "A tracker learns every link, and rewrites it to an address of its own."
  }

  assert {
    condition     = aws_sesv2_configuration_set_event_destination.undelivered.event_destination[0].matching_event_types == toset(["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE"])
    error_message = "CLICK and OPEN would turn tracking on. The others report undelivered mail."
  }

  assert {
    condition     = length(setintersection(aws_sesv2_configuration_set_event_destination.numbers.event_destination[0].matching_event_types, ["CLICK", "OPEN"])) == 0 && aws_sesv2_configuration_set_event_destination.numbers.event_destination[0].cloud_watch_destination[0].dimension_configuration[0].dimension_name == "ses:configuration-set" && aws_sesv2_configuration_set_event_destination.numbers.event_destination[0].cloud_watch_destination[0].dimension_configuration[0].dimension_value_source == "MESSAGE_TAG"
    error_message = "Mails are counted by their configuration set, and neither CLICK nor OPEN is asked for."
  }

  assert {
    condition     = aws_sesv2_configuration_set.this.configuration_set_name == "release-approvals" && aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE" && aws_sesv2_configuration_set.this.reputation_options[0].reputation_metrics_enabled && toset(aws_sesv2_configuration_set.this.suppression_options[0].suppressed_reasons) == toset(["BOUNCE", "COMPLAINT"])
    error_message = "Links go out over TLS alone, reputation is measured, dead addresses are suppressed."
  }

  assert {
    condition     = aws_sesv2_configuration_set_event_destination.undelivered.event_destination[0].enabled && aws_sesv2_configuration_set_event_destination.undelivered.configuration_set_name == "release-approvals" && aws_sesv2_configuration_set_event_destination.undelivered.event_destination[0].event_bridge_destination[0].event_bus_arn == "arn:aws:events:us-east-1:123456789012:event-bus/default"
    error_message = "SES publishes to the default bus, the only one that it accepts."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.undelivered_mail.event_pattern) == {
      source      = ["aws.ses"]
      account     = ["123456789012"]
      detail-type = ["Email Bounced", "Email Complaint Received", "Email Delivery Delayed", "Email Rejected", "Email Rendering Failed"]
      detail      = { mail = { tags = { "ses:configuration-set" = ["release-approvals"] } } }
    }
    error_message = "The rule: ${aws_cloudwatch_event_rule.undelivered_mail.event_pattern}"
  }

  assert {
    condition     = aws_cloudwatch_event_target.undelivered_mail.arn == "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/release-approvals-undelivered-mail" && aws_cloudwatch_log_group.undelivered_mail.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.undelivered_mail.retention_in_days == 30
    error_message = "The log group is encrypted and forgets."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_log_resource_policy.undelivered_mail.policy_document).Statement == [
      {
        Sid       = "AllowRule"
        Effect    = "Allow"
        Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
        Action    = "logs:PutLogEvents"
        Resource  = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/release-approvals-undelivered-mail:*"
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:us-east-1:123456789012:rule/release-approvals-undelivered-mail" } }
      },
      {
        Sid       = "AllowStreams"
        Effect    = "Allow"
        Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
        Action    = "logs:CreateLogStream"
        Resource  = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/release-approvals-undelivered-mail:*"
      },
    ]
    error_message = "The rule alone writes to the log group."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.undelivered_mail.pattern == "" && aws_cloudwatch_log_metric_filter.undelivered_mail.log_group_name == aws_cloudwatch_log_group.undelivered_mail.name && aws_cloudwatch_metric_alarm.undelivered_mail.metric_name == aws_cloudwatch_log_metric_filter.undelivered_mail.metric_transformation[0].name && aws_cloudwatch_metric_alarm.undelivered_mail.namespace == aws_cloudwatch_log_metric_filter.undelivered_mail.metric_transformation[0].namespace && aws_cloudwatch_metric_alarm.undelivered_mail.threshold == 1 && aws_cloudwatch_metric_alarm.undelivered_mail.alarm_actions == toset(var.alarm_actions)
    error_message = "One mail that did not arrive is enough."
  }
}

run "a_domain_above_the_senders" {
  variables {
    sender        = "releases@mail.example.com"
    sender_domain = "example.com"
  }

  assert {
    condition     = aws_sesv2_email_identity.this[0].email_identity == "example.com" && local.send_mail.condition == { StringEquals = { "ses:FromAddress" = ["releases@mail.example.com"] } }
    error_message = "A domain's identity is good for the domains below it, and the functions send as the sender alone."
  }
}

run "the_senders_own_domain_is_the_default" {
  variables {
    sender        = "Releases <releases@mail.example.com>"
    sender_domain = null
  }

  assert {
    condition     = aws_sesv2_email_identity.this[0].email_identity == "mail.example.com"
    error_message = "Without sender_domain it is the sender's."
  }

  assert {
    condition     = local.send_mail.condition == { StringEquals = { "ses:FromAddress" = ["releases@mail.example.com"] } }
    error_message = "SES compares the bare address, without the name before it."
  }
}

run "an_identity_that_is_there_already" {
  variables {
    manage_sender_identity = false
  }

  assert {
    condition     = length(aws_sesv2_email_identity.this) == 0 && strcontains(jsonencode(local.permissions.sweep), "arn:aws:ses:us-east-1:123456789012:identity/*") && length(output.dkim_tokens) == 0
    error_message = "The identity is used, but not made."
  }
}
