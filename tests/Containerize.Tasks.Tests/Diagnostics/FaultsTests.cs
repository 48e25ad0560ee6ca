using Containerize.Diagnostics;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Diagnostics;

/// <summary>Reading goes on after a fault, and what was wrong is thrown in the end.</summary>
public sealed class FaultsTests
{
    private readonly Faults faults = new();

    [Fact]
    public void Where_nothing_is_wrong_nothing_is_thrown()
    {
        faults.Read(() => 1, 2).ShouldBe(1);
        faults.ReadEach([1, 2], number => number * 2).ShouldBe([2, 4]);
        faults.Any.ShouldBeFalse();

        faults.Throw();
    }

    [Fact]
    public void A_single_fault_is_thrown_as_it_is()
    {
        var fault = Fault("alone");

        faults.Read(() => throw fault, 2).ShouldBe(2);

        Should.Throw<ContainerizeException>(faults.Throw).ShouldBeSameAs(fault);
    }

    [Fact]
    public void Several_are_in_the_first_in_the_order_in_which_they_were_found()
    {
        var place = new SourcePlace("/src/Shop.csproj", 4);
        faults.Try(() => throw new ContainerizeException(ErrorCodes.InvalidTag, "first") { Place = place });
        faults.ReadEach([1, 2, 3], number => number == 2 ? 0 : throw Fault($"item {number}")).ShouldBe([0]);

        var thrown = Should.Throw<ContainerizeException>(faults.Throw);

        (thrown.Code, thrown.Message, thrown.Place).ShouldBe((ErrorCodes.InvalidTag, "first", place));
        thrown.All.Select(fault => fault.Message).ShouldBe(["first", "item 1", "item 3"]);
    }

    [Fact]
    public void What_a_step_found_by_looking_at_several_things_is_several()
    {
        faults.Try(() => throw Fault("before"));
        faults.Try(() =>
        {
            var inner = new Faults();
            inner.Add(Fault("one"));
            inner.Add(Fault("two"));
            inner.Throw();
        });
        var outer = new Faults();
        outer.Try(faults.Throw);

        Should.Throw<ContainerizeException>(outer.Throw).All.Select(fault => fault.Message).ShouldBe(["before", "one", "two"]);
    }

    [Fact]
    public void What_is_found_twice_is_one_fault_and_what_has_another_place_is_another()
    {
        faults.Add(Fault("same"));
        faults.Add(Fault("same"));
        faults.Add(new ContainerizeException(ErrorCodes.InvalidOption, "same") { Place = new SourcePlace("/src/Directory.Build.props", 1) });

        Should.Throw<ContainerizeException>(faults.Throw).All.Count().ShouldBe(2);
    }

    [Fact]
    public void Other_failures_are_nobodys_mistake_and_end_the_reading()
        => Should.Throw<InvalidOperationException>(() => faults.Try(() => throw new InvalidOperationException("a defect")));

    private static ContainerizeException Fault(string message) => new(ErrorCodes.InvalidOption, message);
}
