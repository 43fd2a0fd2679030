namespace Ronchi.Sources.Video;

/// <summary>A kind of file that holds a video.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Demuxer">What ffmpeg calls it: it is told, so that it tries no other.</param>
/// <param name="CountsFrames">Whether its header says how many frames there are.</param>
internal sealed record VideoContainer(string Name, string Demuxer, bool CountsFrames)
{
    /// <summary>The kind of a file; null: it is no video.</summary>
    public static VideoContainer? Of(FileHead file)
    {
        if (file.Has("RIFF"u8) && file.Has("AVI "u8, 8))
            return new("AVI video", "avi", CountsFrames: true);
        if (file.Has("ftyp"u8, 4) || file.Has("moov"u8, 4) || file.Has("wide"u8, 4) || file.Has("mdat"u8, 4))
            return new("MP4 or QuickTime video", "mov", CountsFrames: true);
        if (file.Has([0x1A, 0x45, 0xDF, 0xA3]))
            return new("Matroska or WebM video", "matroska", CountsFrames: false);
        return file.Has("GIF87a"u8) || file.Has("GIF89a"u8) ? new("GIF", "gif", CountsFrames: false) : null;
    }
}
