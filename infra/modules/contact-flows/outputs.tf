output "contact_flow_id" {
  description = "Id of the flow that answers the phone number."
  value       = aws_connect_contact_flow.this[local.answering].contact_flow_id
}

output "contact_flow_arn" {
  description = "ARN of the flow that answers the phone number."
  value       = aws_connect_contact_flow.this[local.answering].arn
}

output "test_cases" {
  description = "Test cases for CreateTestCase by the name of their file: name, description, entry_point (an object) and content (JSON in a text, as the operation takes it)."
  value = {
    for key, case in local.test_cases : key => {
      name        = case.Name
      description = case.Description
      entry_point = case.EntryPoint
      content     = jsonencode(case.Content)
    }
  }
}
