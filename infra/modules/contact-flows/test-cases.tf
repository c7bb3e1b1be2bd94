locals {
  spoken = {
    # Test cases hear what a voice says, and it does not say SSML.
    for name in ["greeting", "goodbye", "apology"] : name => trimspace(replace(local.values[local.answering][name], "/<[^>]*>/", ""))
  }
  test_cases = {
    for file in fileset("${local.source}/tests", "*.json.tftpl") : trimsuffix(file, ".json.tftpl") => jsondecode(templatefile(
      "${local.source}/tests/${file}",
      merge(local.spoken, local.given, { flow_id = aws_connect_contact_flow.this[local.answering].contact_flow_id }),
    ))
  }
}
