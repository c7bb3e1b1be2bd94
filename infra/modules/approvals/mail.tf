locals {
  # Without the display name, because SES compares addresses.
  sender_address = regex("[^@<> ]+@[^@<> ]+", var.sender)
  sender_domain  = coalesce(var.sender_domain, split("@", local.sender_address)[1])
}

resource "aws_sesv2_email_identity" "this" {
  count = var.manage_sender_identity ? 1 : 0

  email_identity = local.sender_domain

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

# No tracking options, and below neither CLICK nor OPEN: a tracker would see and rewrite every link.
resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  sending_options {
    sending_enabled = true
  }

  # SES reports a suppressed address as a BOUNCE too, so it is noticed.
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

# Numbers for the dashboard: AWS/SES, by the dimension ses:configuration-set.
resource "aws_sesv2_configuration_set_event_destination" "numbers" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "numbers"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "DELIVERY", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE", "SEND"]

    # A tag that SES adds to every mail.
    cloud_watch_destination {
      dimension_configuration {
        dimension_name          = "ses:configuration-set"
        dimension_value_source  = "MESSAGE_TAG"
        default_dimension_value = aws_sesv2_configuration_set.this.configuration_set_name
      }
    }
  }
}

# Through EventBridge, because a log names the approver to call, and a metric does not.
resource "aws_sesv2_configuration_set_event_destination" "undelivered" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "undelivered"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT", "RENDERING_FAILURE"]

    # SES accepts only the default bus.
    event_bridge_destination {
      event_bus_arn = "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/default"
    }
  }
}

resource "aws_cloudwatch_event_rule" "undelivered_mail" {
  name        = "${var.name}-undelivered-mail"
  description = "Mails about releases that did not arrive"
  event_pattern = jsonencode({
    source      = ["aws.ses"]
    account     = [local.account]
    detail-type = ["Email Bounced", "Email Complaint Received", "Email Delivery Delayed", "Email Rejected", "Email Rendering Failed"]
    detail      = { mail = { tags = { "ses:configuration-set" = [aws_sesv2_configuration_set.this.configuration_set_name] } } }
  })
}

# Holds addresses and subjects, but no links: SES leaves the body out of its events.
resource "aws_cloudwatch_log_group" "undelivered_mail" {
  name              = "/aws/events/${var.name}-undelivered-mail"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_resource_policy" "undelivered_mail" {
  policy_name = "${var.name}-undelivered-mail"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowRule"
        Effect    = "Allow"
        Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
        Action    = "logs:PutLogEvents"
        Resource  = "${aws_cloudwatch_log_group.undelivered_mail.arn}:*"
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.undelivered_mail.arn } }
      },
      # EventBridge gives no rule when it creates a log stream.
      {
        Sid       = "AllowStreams"
        Effect    = "Allow"
        Principal = { Service = ["delivery.logs.amazonaws.com", "events.amazonaws.com"] }
        Action    = "logs:CreateLogStream"
        Resource  = "${aws_cloudwatch_log_group.undelivered_mail.arn}:*"
      },
    ]
  })
}

resource "aws_cloudwatch_event_target" "undelivered_mail" {
  rule = aws_cloudwatch_event_rule.undelivered_mail.name
  arn  = aws_cloudwatch_log_group.undelivered_mail.arn

  depends_on = [aws_cloudwatch_log_resource_policy.undelivered_mail]
}
