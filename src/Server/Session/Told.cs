namespace Ronchi.Server;

/// <summary>Progress that is taken where it is told, at once, on whatever thread that is.</summary>
internal sealed class Told<T>(Action<T> take) : IProgress<T>
{
    public void Report(T value) => take(value);
}
