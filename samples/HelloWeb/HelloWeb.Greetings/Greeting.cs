namespace HelloWeb.Greetings;

/// <summary>A word of greeting and whom it is for.</summary>
public sealed record Greeting(string Word, string Name)
{
    public override string ToString() => $"{Word}, {Name}!";
}
