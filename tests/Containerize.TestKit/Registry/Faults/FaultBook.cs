using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>The misbehaviour a test asked for. Rules that match one request apply around each other, the first one outermost.</summary>
public sealed class FaultBook
{
    private readonly Lock gate = new();
    private readonly List<FaultRule> rules = [];

    /// <param name="method">Or <c>*</c> for any.</param>
    /// <param name="pathPattern">With <c>*</c> for anything; with a <c>?</c> in it, the query is matched too.</param>
    public FaultRule On(string method, string pathPattern)
    {
        var rule = new FaultRule(new PathPattern(method, pathPattern));
        lock (gate)
        {
            rules.Add(rule);
        }

        return rule;
    }

    /// <summary>From now on the registry behaves.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    internal RequestDelegate Wrap(RequestDelegate next) => context =>
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var chain = next;
        foreach (var fault in Claim(context.Request.Method, target))
        {
            var inner = chain;
            chain = c => fault.ApplyAsync(c, inner);
        }

        return chain(context);
    };

    /// <summary>The faults for one request, innermost first; each rule that matches is used up by one.</summary>
    private List<IFault> Claim(string method, string target)
    {
        lock (gate)
        {
            var claimed = rules.Where(rule => rule.TryClaim(method, target)).Select(rule => rule.Fault).ToList();
            claimed.Reverse();
            return claimed;
        }
    }
}
