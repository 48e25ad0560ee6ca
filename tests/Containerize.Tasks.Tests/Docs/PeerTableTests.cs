using Containerize.TestKit.Documentation;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

/// <summary>What the .NET SDK's own tests expect is met here, as a test shows, or is said to differ.</summary>
public sealed class PeerTableTests
{
    private static readonly IReadOnlyList<string> Tested =
        [.. MarkedTests.Of("PeerCase").SelectMany(test => test.Arguments).Cast<string>().Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Every_case_that_is_met_has_a_test_and_every_other_a_row_that_says_why()
    {
        PeerTable.Names.ShouldNotBeEmpty();
        Tested.ShouldBe(PeerTable.Met, ignoreOrder: true, "Cases that the table says are the same here, and attributes [PeerCase].");
        PeerTable.Differing.Where(differing => !PeerTable.Differences.Contains(differing.Difference, StringComparer.Ordinal))
            .ShouldBeEmpty("No row of docs/migrating.md has this on its left.");

        (Tested.Count + PeerTable.Differing.Count).ShouldBe(PeerTable.Names.Count);
        Counts.Tell(
            "peer",
            $"{PeerTable.Names.Count} cases of the .NET SDK's own tests, {Tested.Count} met as tests show, "
                + $"{PeerTable.Differing.Count} otherwise as docs/migrating.md says");
    }

    [Fact]
    public void No_case_is_there_twice() => PeerTable.Names.ShouldBeUnique();
}
