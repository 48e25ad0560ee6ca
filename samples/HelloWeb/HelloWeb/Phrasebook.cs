using YamlDotNet.Serialization;

namespace HelloWeb;

/// <summary>The word for hello in each language, as <c>greetings.yaml</c> lists them.</summary>
internal sealed class Phrasebook(Dictionary<string, string> words)
{
    public static Phrasebook Load(string path)
    {
        using var reader = File.OpenText(path);
        return new Phrasebook(new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(reader));
    }

    public bool Speaks(string language) => words.ContainsKey(language);

    public string In(string language) => words[language];
}
