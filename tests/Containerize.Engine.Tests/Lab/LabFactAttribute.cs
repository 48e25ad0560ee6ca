using System.Runtime.CompilerServices;
using Xunit;

namespace Containerize.Tests.Engine.Lab;

/// <summary>A fact about real servers: skipped where there are none, and never skipped in the lab.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = TheLab.HowToGetIt;
        SkipType = typeof(TheLab);
        SkipUnless = nameof(TheLab.IsUp);
    }
}
