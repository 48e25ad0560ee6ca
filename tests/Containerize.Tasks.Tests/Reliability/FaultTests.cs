using Containerize.Diagnostics;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.Tests.Docs;
using Containerize.Tests.Publishing;
using Containerize.Tests.Registries;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Reliability;

/// <summary>Every row of docs/reliability.md, proven by a publish.</summary>
public sealed class FaultTests
{
    public static TheoryData<string> Cases => [.. FaultCatalogue.All.Select(fault => fault.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_goes_wrong_ends_as_the_documentation_says(string name)
    {
        var fault = FaultCatalogue.All.Single(known => known.ToString() == name);
        await using var bench = await FaultBench.StartAsync(fault);
        fault.Arrange(bench);

        var error = await PublishAsync(bench);

        error?.Code.ShouldBe(fault.Code, error.ToString());
        (error is null).ShouldBe(fault.Code is null);
        if (error is null)
        {
            bench.Registry.Faults.Clear();
            (await bench.Registry.PullAsync(PublishBench.Repository)).ShouldBeSound();
            bench.UnderTag.ShouldNotBe(bench.Before);
        }
        else
        {
            error.Message.ShouldNotContain('\n');
            bench.UnderTag.ShouldBe(bench.Before);
        }

        bench.Elsewhere.Requests.All.ShouldAllBe(request => !request.SentAuthorization);
        bench.Bench.Log.Lines.ShouldAllBe(line => !line.Contains(TestHosts.Password, StringComparison.Ordinal));
        bench.Bench.Files.ShouldAllBe(file => !Path.GetFileName(file).StartsWith(".tmp", StringComparison.Ordinal));
        fault.Check(bench);
    }

    [Fact]
    public void There_are_at_least_fifty()
        => FaultCatalogue.All.Count.ShouldBeGreaterThanOrEqualTo(50);

    [Fact]
    public void The_documentation_lists_them_all()
        => DocumentedTable.ShouldHold("reliability.md", "| While |", FaultCatalogue.Table);

    private static async Task<ContainerizeException?> PublishAsync(FaultBench bench)
    {
        try
        {
            await bench.Bench.PublishAsync();
            return null;
        }
        catch (ContainerizeException e)
        {
            return e;
        }
    }
}
