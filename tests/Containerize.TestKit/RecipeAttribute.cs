namespace Containerize.TestKit;

/// <summary>
/// On the test that runs a part of docs/recipes.md as it stands there: a command line, or a block in a project. Read out of the sources; the test, or
/// what it uses in its file, has to contain the heading.
/// </summary>
/// <param name="heading">The recipe's.</param>
/// <param name="kind">The program of a command line; the language of a block.</param>
/// <param name="number">Which of that kind under the heading, from 1.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RecipeAttribute(string heading, string kind, int number = 1) : Attribute
{
    public string Heading => heading;

    public string Kind => kind;

    public int Number => number;
}
