using System.Text;
using Ronchi.Frames;

namespace Ronchi.Server;

/// <summary>Of the servers that would keep their session in one file, the first does: it holds <c>FILE.lock</c> as long as it runs, and
/// says there how it is reached.</summary>
internal sealed class SessionLock : IDisposable
{
    private const string Suffix = ".lock";
    private const int MostBytes = 4096;

    private readonly HeldFile? _held;   // null: there is no place for it; the session is then kept nowhere, either

    private SessionLock(HeldFile? held) => _held = held;

    /// <summary>Takes the lock.</summary>
    /// <param name="file">Where the session is kept.</param>
    /// <returns>Null: another server has it.</returns>
    public static SessionLock? TryTake(string file)
    {
        try
        {
            return HeldFile.TryOpen(file + Suffix, FileMode.OpenOrCreate, isPrivate: true) is { } held ? new(held) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null);
        }
    }

    /// <summary>The link of the server that has the lock; null: it does not say.</summary>
    /// <param name="file">Where the session is kept.</param>
    public static Uri? LinkOfHolder(string file)
    {
        try
        {
            using var stream = new FileStream(file + Suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var text = new byte[MostBytes];
            var read = stream.ReadAtLeast(text, MostBytes, throwOnEndOfStream: false);
            return Uri.TryCreate(Encoding.UTF8.GetString(text, 0, read), UriKind.Absolute, out var link) ? link : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says how the server is reached, to its owner alone.</summary>
    public void Say(Uri link)
    {
        if (_held is null)
            return;
        try
        {
            _held.Stream.SetLength(0);
            _held.Stream.Write(Encoding.UTF8.GetBytes(link.ToString()));
            _held.Stream.Flush();
        }
        catch (IOException)
        {
            // Only a convenience is lost.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();
}
