using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>What is in the way of reading a file, without its name and without advice: what is missing may still come.</summary>
internal static class Trouble
{
    /// <summary>The first sentence, without its full stop.</summary>
    public static string Of(SourceException problem)
    {
        var sentence = problem.Message.StartsWith($"{problem.Path}: ", StringComparison.Ordinal)
            ? problem.Message[(problem.Path.Length + 2)..] : problem.Message;
        var end = sentence.IndexOf(". ", StringComparison.Ordinal);
        return (end > 0 ? sentence[..end] : sentence).TrimEnd('.');
    }
}
