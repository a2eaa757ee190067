import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Event } from './event.entity.js';
import { Events } from './events.service.js';
import { ProgrammeEditor } from './programme-editor.service.js';
import { Programme } from './programme.entity.js';
import { Programmes } from './programmes.service.js';
import { Question } from './question.entity.js';
import { Questions } from './questions.service.js';
import { Session } from './session.entity.js';
import { Sessions } from './sessions.service.js';
import { Speaker } from './speaker.entity.js';
import { Venue } from './venue.entity.js';
import { Venues } from './venues.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Venue, Programme, Event, Speaker, Question, Session])],
  providers: [Events, ProgrammeEditor, Programmes, Questions, Sessions, Venues],
  exports: [Events, ProgrammeEditor, Programmes, Questions, Sessions, Venues],
})
export class ProgrammeModule {}
