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
  values = { goodbye = "<prosody rate='slow'>Farewell.</prosody>" }
}

run "test_cases" {
  assert {
    condition     = toset(keys(output.test_cases)) == toset([for file in fileset("../../contact-flows/tests", "*.json.tftpl") : trimsuffix(file, ".json.tftpl")]) && length(output.test_cases) > 30
    error_message = "every exported call is a test case"
  }
  assert {
    condition     = output.test_cases["famous-number"].name == "vanity-numbers famous-number" && output.test_cases["famous-number"].entry_point.Type == "VOICE_CALL"
    error_message = "name and entry point are those of the file"
  }
  assert {
    condition = toset([
      for case in values(output.test_cases) : try(case.entry_point.VoiceCallEntryPointParameters.FlowId, case.entry_point.ChatEntryPointParameters.FlowId)
    ]) == toset([aws_connect_contact_flow.this["vanity-numbers"].contact_flow_id])
    error_message = "every test case calls the flow that was made"
  }
  assert {
    condition     = alltrue([for case in values(output.test_cases) : jsondecode(case.content).Version == "2019-10-30"])
    error_message = "the content is JSON in a text"
  }
  assert {
    condition     = toset(flatten([for case in values(output.test_cases) : regexall("arn:aws:lambda:[^\"]*", case.content)])) == toset([var.convert_function.alias_arn])
    error_message = "the function that test cases mock is the alias that the flow invokes"
  }
  assert {
    condition     = strcontains(output.test_cases["famous-number"].content, "\"Farewell.\"") && !strcontains(output.test_cases["famous-number"].content, "prosody")
    error_message = "a test case hears the words of the environment, without SSML"
  }
}
