using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>One way to misbehave. It may answer itself, change what comes and goes, or cut the line.</summary>
public interface IFault
{
    Task ApplyAsync(HttpContext context, RequestDelegate serve);
}
