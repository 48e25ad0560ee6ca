namespace Containerize.TestKit;

/// <summary>
/// On the test of something that the .NET SDK's own tests expect of a publish: a row of the table of these in docs/reliability.md, of which each has
/// such a test, unless the table says that ours differs. Read out of the sources.
/// </summary>
/// <param name="name">The row's first cell; a plain string literal.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PeerCaseAttribute(string name) : Attribute
{
    public string Name => name;
}
