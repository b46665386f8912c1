; Setup for one person, without administrator rights. Silent: setup.exe /S [/D=C:\folder],
; removal: uninstall.exe /S. Compiled by pack/windows.py, which passes VERSION, PROGRAM, SETUP,
; ICON and LICENCES; makensis of Debian compiles it too.
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave off
Name "Send Again"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\Send Again"
InstallDirRegKey HKCU "Software\Send Again" "InstallFolder"
BrandingText "Send Again ${VERSION}"

!include "MUI2.nsh"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_LICENSEPAGE_TEXT_TOP "Send Again uses Qt under the GNU LGPL, version 3."
!define MUI_LICENSEPAGE_BUTTON "$(^NextBtn)"
!define MUI_LICENSEPAGE_TEXT_BOTTOM "You need to agree to nothing to use this program."
!define MUI_FINISHPAGE_RUN "$INSTDIR\send-again.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENCES}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\SendAgain"
!define SCHEME "Software\Classes\sendagain"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1033 "ProductName" "Send Again"
VIAddVersionKey /LANG=1033 "CompanyName" "The Send Again authors"
VIAddVersionKey /LANG=1033 "FileDescription" "Send Again, setup"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "The Send Again authors"

Section "Send Again"
    SetOutPath "$INSTDIR"
    ; A file of an older version must not be found by the newer one.
    RMDir /r "$INSTDIR\_internal"
    File /r "${PROGRAM}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\Send Again.lnk" "$INSTDIR\send-again.exe"

    WriteRegStr HKCU "Software\Send Again" "InstallFolder" "$INSTDIR"
    WriteRegStr HKCU "${SCHEME}" "" "URL:Send Again"
    WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""
    WriteRegStr HKCU "${SCHEME}\DefaultIcon" "" "$INSTDIR\send-again.exe,0"
    WriteRegStr HKCU "${SCHEME}\shell\open\command" "" '"$INSTDIR\send-again.exe" "%1"'

    WriteRegStr HKCU "${REMOVAL}" "DisplayName" "Send Again"
    WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\send-again.exe"
    WriteRegStr HKCU "${REMOVAL}" "Publisher" "The Send Again authors"
    WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
    WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
    ; Only what setup put there: a person may have chosen a folder that holds other things.
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
    Delete "$INSTDIR\send-again.exe"
    Delete "$INSTDIR\sendagain.exe"
    Delete "$INSTDIR\sbom.cdx.json"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\Send Again.lnk"
    DeleteRegKey HKCU "Software\Send Again"
    DeleteRegKey HKCU "${SCHEME}"
    DeleteRegKey HKCU "${REMOVAL}"
    ; The log and the journal are the program's own; saved reports are not, and stay.
    RMDir /r "$LOCALAPPDATA\SendAgain"
    MessageBox MB_OK|MB_ICONINFORMATION "Saved reports stay where you put them. If you let Send Again keep a password, it is in Windows' Credential Manager: open it and delete the entries that begin with SendAgain to forget it." /SD IDOK
SectionEnd
