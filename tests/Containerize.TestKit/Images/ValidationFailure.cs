namespace Containerize.TestKit.Images;

/// <summary>An invariant that an image breaks.</summary>
/// <param name="Check">The invariant, in words.</param>
/// <param name="Where">The part that breaks it.</param>
public sealed record ValidationFailure(string Check, string Where, string Expected, string Actual)
{
    public override string ToString() => $"{Check}: {Where}: expected {Expected}, found {Actual}";
}
