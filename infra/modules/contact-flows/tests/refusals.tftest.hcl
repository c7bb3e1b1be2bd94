mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  instance_id     = "aaaaaaaa-1111-2222-3333-444444444444"
  instance_arn    = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444"
  phone_number_id = "bbbbbbbb-1111-2222-3333-444444444444"
  convert_function = {
    function_name = "vanity-convert"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
  }
}

run "refuses_another_alias" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:canary"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_another_function" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-lookup:live"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_a_function_without_an_alias" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert"
      alias_name    = "live"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_a_version" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert"
      alias_name    = "7"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:7"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_an_arn_that_connect_would_not_take" {
  command = plan

  variables {
    convert_function = {
      function_name = "vanity-convert-with-a-name-that-is-much-too-long-to-be-spoken-of"
      alias_name    = "live-with-a-name-that-is-too-long"
      alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert-with-a-name-that-is-much-too-long-to-be-spoken-of:live-with-a-name-that-is-too-long"
    }
  }

  expect_failures = [var.convert_function]
}

run "refuses_an_unknown_variable" {
  command = plan

  variables {
    values = { greetings = "Hello." }
  }

  expect_failures = [var.values]
}

run "refuses_an_alias_among_the_values" {
  command = plan

  variables {
    values = { vanity_convert_alias_arn = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:canary" }
  }

  expect_failures = [var.values]
}

run "refuses_a_quotation_mark" {
  command = plan

  variables {
    values = { greeting = "Say \"hello\"." }
  }

  expect_failures = [var.values]
}

run "refuses_a_backslash" {
  command = plan

  variables {
    values = { goodbye = "C:\\" }
  }

  expect_failures = [var.values]
}

run "refuses_a_line_break" {
  command = plan

  variables {
    values = { apology = "We are sorry.\nPlease call again." }
  }

  expect_failures = [var.values]
}

run "refuses_the_arn_of_another_instance" {
  command = plan

  variables {
    instance_arn = "arn:aws:connect:us-east-1:123456789012:instance/cccccccc-1111-2222-3333-444444444444"
  }

  expect_failures = [var.instance_arn]
}

run "refuses_a_number_in_place_of_its_id" {
  command = plan

  variables {
    phone_number_id = "+15550100"
  }

  expect_failures = [var.phone_number_id]
}
