namespace Ronchi.Signals.Plugins;

/// <summary>A plug-in cannot be used.</summary>
/// <param name="path">Its file or folder.</param>
/// <param name="problem">What is wrong and what to do, the rest of a sentence.</param>
/// <param name="innerException">What was thrown; null: nothing.</param>
public sealed class PluginException(string path, string problem, Exception? innerException = null)
    : Exception($"{path}: {problem}", innerException)
{
    /// <summary>Its file or folder.</summary>
    public string Path { get; } = path;
}
