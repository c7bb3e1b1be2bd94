mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  instance_id = "aaaaaaaa-1111-2222-3333-444444444444"
  hours = {
    time_zone = "America/New_York"
    days = [
      { day = "MONDAY", open = "09:00", close = "17:30" },
      { day = "SATURDAY", open = "00:00", close = "00:00" },
    ]
  }
  queue_name             = "Callers"
  allows_console_changes = false
}

run "hours_as_code" {
  assert {
    condition     = length(aws_connect_hours_of_operation.managed) == 1 && length(aws_connect_hours_of_operation.edited_in_console) == 0
    error_message = "hours are changed by releases unless said otherwise"
  }
  assert {
    condition = (
      aws_connect_hours_of_operation.managed[0].time_zone == "America/New_York" &&
      aws_connect_hours_of_operation.managed[0].instance_id == var.instance_id
    )
    error_message = "time zone and instance come from the variables"
  }
  assert {
    condition = toset([
      for entry in aws_connect_hours_of_operation.managed[0].config :
      "${entry.day} ${entry.start_time[0].hours}:${entry.start_time[0].minutes} ${entry.end_time[0].hours}:${entry.end_time[0].minutes}"
    ]) == toset(["MONDAY 9:0 17:30", "SATURDAY 0:0 0:0"])
    error_message = "each day opens and closes as configured"
  }
  assert {
    condition     = aws_connect_queue.this.hours_of_operation_id == aws_connect_hours_of_operation.managed[0].hours_of_operation_id
    error_message = "the queue keeps these hours"
  }
}

run "hours_in_the_console" {
  variables {
    hours_managed_in_console = true
  }

  assert {
    condition     = length(aws_connect_hours_of_operation.managed) == 0 && length(aws_connect_hours_of_operation.edited_in_console) == 1
    error_message = "in uat the hours are the ones that ignore changes"
  }
  assert {
    condition     = aws_connect_queue.this.hours_of_operation_id == aws_connect_hours_of_operation.edited_in_console[0].hours_of_operation_id
    error_message = "the queue keeps these hours"
  }
}

run "a_plan_does_not_put_the_testers_hours_back" {
  variables {
    hours_managed_in_console = true
    hours = {
      time_zone = "America/New_York"
      days      = [{ day = "SUNDAY", open = "10:00", close = "11:00" }]
    }
  }

  assert {
    condition     = [for entry in aws_connect_hours_of_operation.edited_in_console[0].config : entry.day if entry.day == "SUNDAY"] == []
    error_message = "a difference in the hours must be ignored in uat"
  }
}

run "refuses_an_abbreviated_time_zone" {
  command = plan

  variables {
    hours = { time_zone = "EST", days = [{ day = "MONDAY", open = "09:00", close = "17:00" }] }
  }

  expect_failures = [var.hours]
}

run "refuses_a_small_day" {
  command = plan

  variables {
    hours = { time_zone = "UTC", days = [{ day = "Monday", open = "09:00", close = "17:00" }] }
  }

  expect_failures = [var.hours]
}

run "refuses_a_time_of_no_day" {
  command = plan

  variables {
    hours = { time_zone = "UTC", days = [{ day = "MONDAY", open = "09:00", close = "24:00" }] }
  }

  expect_failures = [var.hours]
}

run "refuses_an_entry_twice" {
  command = plan

  variables {
    hours = {
      time_zone = "UTC"
      days = [
        { day = "MONDAY", open = "09:00", close = "17:00" },
        { day = "MONDAY", open = "09:00", close = "17:00" },
      ]
    }
  }

  expect_failures = [var.hours]
}

run "refuses_no_hours" {
  command = plan

  variables {
    hours = { time_zone = "UTC", days = [] }
  }

  expect_failures = [var.hours]
}
