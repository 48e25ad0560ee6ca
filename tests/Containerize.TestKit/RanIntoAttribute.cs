namespace Containerize.TestKit;

/// <summary>
/// On the test of something that people ran into: a row of the table "What people ran into" in docs/reliability.md, which is made from these
/// attributes as they stand in the sources of all test projects. Three plain string literals, without a bar or a line end.
/// </summary>
/// <param name="kind">What sort of thing it is an example of.</param>
/// <param name="input">What people did, or had.</param>
/// <param name="outcome">What happens now.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RanIntoAttribute(string kind, string input, string outcome) : Attribute
{
    public string Kind => kind;

    public string Input => input;

    public string Outcome => outcome;
}
