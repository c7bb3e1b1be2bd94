mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "synthetic-probe"
  description              = "Runs the probe."
  schedule_expression      = "rate(1 minute)"
  target_alias_arn         = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:live"
  input                    = "{\"source\":\"switchboard.schedule\"}"
  dead_letter_queue_arn    = "arn:aws:sqs:us-east-1:111122223333:synthetic-probe-failures"
  retry_policy             = { maximum_event_age_seconds = 90, maximum_attempts = 3 }
  kms_key_arn              = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/switchboard-boundary"
}

override_resource {
  target = aws_scheduler_schedule_group.this
  values = { arn = "arn:aws:scheduler:us-east-1:111122223333:schedule-group/synthetic-probe" }
}

override_resource {
  target = aws_scheduler_schedule.this
  values = { arn = "arn:aws:scheduler:us-east-1:111122223333:schedule/synthetic-probe/synthetic-probe" }
}

override_resource {
  target = aws_iam_role.schedule
  values = { arn = "arn:aws:iam::111122223333:role/synthetic-probe-schedule", id = "synthetic-probe-schedule" }
}

run "runs_when_told_in_a_group_of_its_own" {
  assert {
    condition = (
      aws_scheduler_schedule.this[0].name == "synthetic-probe" &&
      aws_scheduler_schedule.this[0].description == "Runs the probe." &&
      aws_scheduler_schedule.this[0].schedule_expression == "rate(1 minute)" &&
      aws_scheduler_schedule.this[0].flexible_time_window[0].mode == "OFF"
    )
    error_message = "The schedule runs on the minute: a window would shift runs into the next one."
  }

  assert {
    condition     = aws_scheduler_schedule_group.this.name == "synthetic-probe" && aws_scheduler_schedule.this[0].group_name == "synthetic-probe"
    error_message = "The schedule belongs to the group that the trust names."
  }

  assert {
    condition     = aws_scheduler_schedule.this[0].kms_key_arn == var.kms_key_arn
    error_message = "The schedule is encrypted with the customer-managed key."
  }
}

run "invokes_the_alias_as_its_own_role" {
  assert {
    condition = (
      aws_scheduler_schedule.this[0].target[0].arn == var.target_alias_arn &&
      aws_scheduler_schedule.this[0].target[0].role_arn == "arn:aws:iam::111122223333:role/synthetic-probe-schedule" &&
      aws_scheduler_schedule.this[0].target[0].input == var.input
    )
    error_message = "The schedule invokes the alias with the input, as its role."
  }
}

run "keeps_what_could_not_be_started" {
  assert {
    condition = (
      aws_scheduler_schedule.this[0].target[0].retry_policy[0].maximum_event_age_in_seconds == 90 &&
      aws_scheduler_schedule.this[0].target[0].retry_policy[0].maximum_retry_attempts == 3 &&
      aws_scheduler_schedule.this[0].target[0].dead_letter_config[0].arn == var.dead_letter_queue_arn
    )
    error_message = "What cannot be started in time is given up, and kept."
  }
}

run "only_schedules_of_the_group_take_the_role" {
  assert {
    condition = jsondecode(aws_iam_role.schedule.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "SchedulesOfThisGroup"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "scheduler.amazonaws.com" }
        Condition = {
          StringEquals = { "aws:SourceAccount" = "111122223333" }
          ArnEquals    = { "aws:SourceArn" = "arn:aws:scheduler:us-east-1:111122223333:schedule-group/synthetic-probe" }
        }
      }]
    }
    error_message = "Only this account's schedules of this group may take the role."
  }

  assert {
    condition     = aws_iam_role.schedule.name == "synthetic-probe-schedule" && aws_iam_role.schedule.permissions_boundary == var.permissions_boundary_arn
    error_message = "Every role must carry the boundary."
  }
}

run "the_role_may_invoke_one_alias_and_keep_dead_letters" {
  assert {
    condition = jsondecode(aws_iam_role_policy.schedule.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "InvokeTheAlias"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:live"
        },
        {
          Sid      = "KeepWhatCouldNotBeStarted"
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = "arn:aws:sqs:us-east-1:111122223333:synthetic-probe-failures"
        },
        {
          Sid      = "UseTheKey"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
        },
      ]
    }
    error_message = "The role invokes one alias, keeps what could not be started, and no more."
  }

  assert {
    condition     = aws_iam_role_policy.schedule.role == "synthetic-probe-schedule"
    error_message = "The policy must be that of the schedule's role."
  }
}

run "tells_what_it_made" {
  assert {
    condition = output.schedule == {
      name                  = "synthetic-probe"
      arn                   = "arn:aws:scheduler:us-east-1:111122223333:schedule/synthetic-probe/synthetic-probe"
      schedule_expression   = "rate(1 minute)"
      target_arn            = "arn:aws:lambda:us-east-1:111122223333:function:synthetic-probe:live"
      input                 = "{\"source\":\"switchboard.schedule\"}"
      dead_letter_queue_arn = "arn:aws:sqs:us-east-1:111122223333:synthetic-probe-failures"
      retry_policy          = { maximum_event_age_seconds = 90, maximum_attempts = 3 }
    }
    error_message = "The output is not the schedule that was made."
  }

  assert {
    condition = (
      output.group_arn == "arn:aws:scheduler:us-east-1:111122223333:schedule-group/synthetic-probe" &&
      output.role_arn == "arn:aws:iam::111122223333:role/synthetic-probe-schedule"
    )
    error_message = "An output names the wrong thing."
  }
}

run "runs_nothing_unless_enabled" {
  variables {
    enabled = false
  }

  assert {
    condition     = length(aws_scheduler_schedule.this) == 0 && output.schedule == null
    error_message = "There must be no schedule yet."
  }

  assert {
    condition     = output.role_arn == "arn:aws:iam::111122223333:role/synthetic-probe-schedule" && aws_scheduler_schedule_group.this.name == "synthetic-probe"
    error_message = "Group and role are there, so that the schedule alone is missing."
  }
}

run "takes_a_cron_expression" {
  variables {
    schedule_expression = "cron(0 6 ? * MON-FRI *)"
  }

  assert {
    condition     = aws_scheduler_schedule.this[0].schedule_expression == "cron(0 6 ? * MON-FRI *)"
    error_message = "The schedule runs at another time."
  }
}
