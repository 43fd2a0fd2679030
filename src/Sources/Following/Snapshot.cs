using Ronchi.Frames;

namespace Ronchi.Sources.Following;

/// <summary>A growing file as it was opened at one moment. It is closed when it is no longer the newest and its last reader is
/// gone.</summary>
internal sealed class Snapshot
{
    private int _users = 1;

    /// <param name="source">The file; disposed with the last user.</param>
    public Snapshot(IFrameSource source)
    {
        Source = source;
        Frames = FrameSet.Of(source.Validity.Recorded(source.Shape.FrameCount));
    }

    /// <summary>The file.</summary>
    public IFrameSource Source { get; }

    /// <summary>The frames that were there.</summary>
    public FrameSet Frames { get; }

    /// <summary>Takes part in using it.</summary>
    /// <returns>False when it is closed already.</returns>
    public bool TryUse()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if (users == 0)
                return false;
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }
    }

    /// <summary>A user is done with it.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            Source.Dispose();
    }
}
