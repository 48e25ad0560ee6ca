namespace Containerize.TestKit;

/// <summary>
/// On the test that sets properties or items and reads back what became of them, mostly in an image that was pushed: rows of the tables in
/// docs/properties.md, of which each has such a test. Read out of the sources; the test, or what it uses in its file, has to contain the names.
/// A test that only looks for an error sets nothing.
/// </summary>
/// <param name="names">As the tables spell them; plain string literals.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SetsAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names => names;
}
