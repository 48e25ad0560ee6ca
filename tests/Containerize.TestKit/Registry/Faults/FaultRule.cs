namespace Containerize.TestKit.Registry.Faults;

/// <summary>
/// Which requests misbehave, how often and how: <c>On("PUT", "/v2/*/manifests/*").Times(2).Respond(503)</c>. The how comes
/// last and arms the rule; the extension methods that say it lie beside the faults themselves.
/// </summary>
public sealed class FaultRule
{
    private readonly PathPattern pattern;
    private int times = int.MaxValue;
    private int pass;
    private int hits;
    private IFault? fault;

    internal FaultRule(PathPattern pattern) => this.pattern = pattern;

    /// <summary>How many requests it has hit. A test that relies on a fault says how often it must have struck.</summary>
    public int Hits => Volatile.Read(ref hits);

    internal IFault Fault => fault ?? throw new InvalidOperationException("The rule is not armed.");

    /// <summary>Strikes this often, then never again. Without it: every time.</summary>
    public FaultRule Times(int count)
    {
        times = count;
        return this;
    }

    /// <summary>Lets this many matching requests pass unharmed first.</summary>
    public FaultRule After(int count)
    {
        pass = count;
        return this;
    }

    public FaultRule Do(IFault what)
    {
        fault = what;
        return this;
    }

    internal bool TryClaim(string method, string target)
    {
        if (fault is null || hits >= times || !pattern.Matches(method, target))
        {
            return false;
        }

        if (pass > 0)
        {
            pass--;
            return false;
        }

        Interlocked.Increment(ref hits);
        return true;
    }
}
