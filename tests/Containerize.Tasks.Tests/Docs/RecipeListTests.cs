using Containerize.TestKit.Documentation;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

/// <summary>What docs/recipes.md tells people to write or to run is run by a test, as it stands there, or is known not to be.</summary>
public sealed class RecipeListTests
{
    /// <summary>Headings, with what of them runs in no test, and why.</summary>
    private static readonly (string Heading, string[] Kinds, string Why)[] NotRun =
    [
        ("Compose", ["yaml"], "its image is a publish's of the reader's; the file that is generated is read by docker compose in the lab"),
        ("Kubernetes and Helm", ["IMAGE", "DIGEST", "kubectl", "kustomize", "helm", "yaml"], "there is no cluster"),
        ("A cluster on this machine", ["kind", "minikube", "k3s"], "there is no cluster"),
        ("Logins", ["export"], "the values are the reader's own; CredentialTests have such variables"),
        ("Scan before the push", ["trivy", "grype", "syft"], "scanners want the databases of their makers"),
    ];

    private static readonly IReadOnlyList<MarkedTest> Tests = MarkedTests.Of("Recipe");

    private static readonly IReadOnlyList<string> Run = [.. Tests.Select(test => Name(test).ToString())];

    private static readonly RecipePart[] Left =
        [.. RecipePage.Parts.Where(part => NotRun.Any(list => list.Heading == part.Heading && list.Kinds.Contains(part.Kind, StringComparer.Ordinal)))];

    [Fact]
    public void Every_part_of_a_recipe_is_run_or_known_not_to_be()
    {
        RecipePage.Parts.Select(part => part.ToString()).ShouldBe(Run.Concat(Left.Select(part => part.ToString())), ignoreOrder: true);

        Counts.Tell(
            "recipes",
            $"{RecipePage.Parts.Count} blocks and command lines of the recipes, {Run.Count} run by tests as they stand there, "
                + $"{Left.Length} not, for the reason that RecipeListTests gives");
    }

    [Fact]
    public void What_is_said_not_to_run_is_there()
        => NotRun.SelectMany(list => list.Kinds.Select(kind => $"{list.Heading}: {kind}")).ShouldBeSubsetOf(Left.Select(part => part.ToString()));

    [Fact]
    public void A_test_reads_the_recipe_that_it_says_it_runs()
        => Tests.Where(test => !test.Says(Name(test).Heading)).Select(test => $"{test}: {Name(test)}").ShouldBeEmpty();

    private static RecipePart Name(MarkedTest test)
        => new((string)test.Arguments[0], (string)test.Arguments[1], test.Arguments.Count > 2 ? (int)test.Arguments[2] : 1, string.Empty);
}
