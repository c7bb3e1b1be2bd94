"""What the generators of words/ and numbering/ share: pinned inputs, their manifest, three modes."""
