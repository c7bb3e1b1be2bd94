output "contact_flow_id" {
  description = "Id of the flow that answers the phone number."
  value       = aws_connect_contact_flow.this[local.answering[0]].contact_flow_id
}

output "contact_flow_arn" {
  description = "ARN of the flow that answers the phone number."
  value       = aws_connect_contact_flow.this[local.answering[0]].arn
}
